"""Suppressions: findings that are known, each with the reason why it may stay.

    written = of_model(model)               # of a template's own metadata
    said = (*of_spec(system, source), *written.suppressions)
    for each environment:
        kept, silent = suppressed(findings, said, environment)  # `kept` fails the gate
    needless(said, every silent)            # only where all environments were checked
    unknown(said, ids, environments); written.findings

Nothing here drops a finding: what is suppressed is returned beside what is kept. What
an engine finds in a template has to be given its resource first, by `checks.resourced`.
"""

from cfngen.suppress.judging import needless, unknown
from cfngen.suppress.metadata import Written, of_model
from cfngen.suppress.suppression import Suppressed, Suppression, of_spec, suppressed

__all__ = [
    "Suppressed",
    "Suppression",
    "Written",
    "needless",
    "of_model",
    "of_spec",
    "suppressed",
    "unknown",
]
