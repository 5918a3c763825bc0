"""Pure decisions about a desk. Where no other source is named, the rule is design.md §2 (the desk)."""
