"""How often something may be tried. Counts only; who tried is kept as a keyed hash, and not for long."""
