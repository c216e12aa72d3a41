"""Prove: what an architecture document claims, decided from templates and values.

Each package uses those above it and none below; a test holds it.

| package | what it answers | its door |
| --- | --- | --- |
| packets | which packets there are, as exact sets | `packets.Packets` |
| network | who is where, and what lets packets through | `reading.network_of(model)` |
| reach | which packets get from one end to another | `flow.Reach`, `walk.walk` |
| claims | what is said, in lines and by the spec | `loading.claims_of(...)` |
| access | what roles may do, and who can read what | `rights.rights_of`, `judged` |
| judging | whether a claim on packets holds, and why | `network.judged(claim, ...)` |
| obligations | what must work though nobody says so | `deriving.obligations(...)` |
| coverage | what claims leave out | `coverage.coverage(...)` |

`proving` puts them together and `reporting` tells what does not hold as findings,
`covering` asks the other way round, `explaining` follows one packet, `placing` finds
the line of a rule, and `verdict` is what all of them say.
"""
