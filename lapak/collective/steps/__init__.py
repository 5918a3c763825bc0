"""Steps that ask the core system between two transactions."""
