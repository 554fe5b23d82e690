import sys

from words.count import count


def main() -> None:
    for word, times in count(sys.stdin.read()):
        print(f"{times} {word}")
