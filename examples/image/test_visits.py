import os
import unittest

from visits import Visits


class Count(unittest.TestCase):
    def test_counts_each_page_for_itself(self) -> None:
        visits = Visits(os.environ["STORE"])
        self.assertEqual([visits.count("a"), visits.count("a"), visits.count("b")], [1, 2, 1])
