"""Official letters: receipt, decision, withholding slip. One for each event, and anybody can check one."""
