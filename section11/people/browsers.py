"""Which browser it was, as a person would say it."""

# The first name found counts: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
DEVICES = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


def in_words(user_agent: str) -> str:
    """What the browser calls itself, in words.

    >>> in_words("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    'Chrome on Windows'
    """
    browser = _first(BROWSERS, user_agent) or "A browser"
    device = _first(DEVICES, user_agent)
    return f"{browser} on {device}" if device else browser


def _first(names, user_agent):
    return next((words for name, words in names if name in user_agent), "")
