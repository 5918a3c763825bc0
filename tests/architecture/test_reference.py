from lapak.config.reference import reference_pages


def test_generated_pages_equal_the_code() -> None:
    for path, text in reference_pages().items():
        written = path.read_text() if path.exists() else ""
        assert written == text, f"{path.name} has drifted: run `lapak reference`"
