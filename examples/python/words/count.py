import re
from collections import Counter


def count(text: str) -> list[tuple[str, int]]:
    """Each word and how often it stands there: the most frequent first, then by the alphabet."""
    words = Counter(re.findall(r"\w+", text.lower()))
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))
