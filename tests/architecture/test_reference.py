from lapak.config.reference import reference_pages


def test_generated_pages_equal_the_code() -> None:
    for path, text in reference_pages().items():
        assert path.exists() and path.read_text() == text, f"{path.name} has drifted: run `lapak reference`"
