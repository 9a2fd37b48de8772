"""Text without case, accents and spare spaces: how people search, and how headings are known."""

import unicodedata


def folded(text: str) -> str:
    """« Téléphone  (portable) » and "TELEPHONE (portable)" become the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    shown = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(shown.replace("’", "'").split())
