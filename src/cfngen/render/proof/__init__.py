"""Proofs, packets' ways and who reaches whom, as people and scripts read them."""
