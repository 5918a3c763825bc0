"""Pure decisions about calls: directions of media by mode, what the two sides may say, how they connect."""
