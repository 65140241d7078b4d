class RefusedFile(ValueError):
    """A file that is not taken in. `code` is stable; `sentence` is translated and says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
