"""Pure decisions about collective claims: who may file for whom, what a sheet says, and the 30 % test."""
