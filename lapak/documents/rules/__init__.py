"""Pure decisions about uploads: `files` what kind of file and how large, `sharpness` can it be read."""
