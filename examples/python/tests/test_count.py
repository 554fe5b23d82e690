import unittest

from words.count import count


class Count(unittest.TestCase):
    def test_most_frequent_first(self) -> None:
        self.assertEqual(count("one two TWO"), [("two", 2), ("one", 1)])

    def test_equals_by_the_alphabet(self) -> None:
        self.assertEqual(count("b a"), [("a", 1), ("b", 1)])

    def test_nothing(self) -> None:
        self.assertEqual(count(" ,.\n"), [])
