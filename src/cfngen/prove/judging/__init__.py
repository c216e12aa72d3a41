"""Claims against a network: verdicts with their evidence.

`network` decides. What speaks against a claim is found by `works` (too little gets
through), `absence` (too much), `routes`, `acls` and `calls`; `blocking` and `breaking`
make counter-examples of it, `narrowing`, `widening` and `mending` the repairs, which
`trial` tries out on a changed network and `harming` weighs. `doubts` names what
decides where nobody can say.
"""
