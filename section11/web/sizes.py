from django.template.defaultfilters import filesizeformat


def in_words(size: int) -> str:
    """A number of bytes as people say it: 25 MB, not 25.0 MB."""
    return filesizeformat(size).replace(".0\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
