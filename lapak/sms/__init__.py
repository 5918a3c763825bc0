"""Short messages to telephones: the port, and the gateway the settings name. Texts are written elsewhere."""
