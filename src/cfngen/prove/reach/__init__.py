"""Which packets get from one end to another, and what each of them meets.

It is worked out twice, and tests hold the two against each other. As sets: `flow` and
`matrix`, by way of `plane`, `guarding` (security groups), `filtering` (network ACLs),
`routing`, `translating` (NAT) and `passages`, which puts them in order. As one packet:
`choosing` takes it, `walk` leads it through `steps` and `gateways` to the hops of
`walking`. `calling` asks both about the services of AWS.
"""
