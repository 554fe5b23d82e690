package words;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the words of a text. */
final class Count {
    private Count() {}

    /** Each word and how often it stands there: the most frequent first, then by the alphabet. */
    static List<Map.Entry<String, Long>> of(String text) {
        Comparator<Map.Entry<String, Long>> byTimes = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return Arrays.stream(text.toLowerCase().split("[^\\p{L}\\p{N}]+"))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(byTimes.thenComparing(Map.Entry.comparingByKey()))
            .collect(Collectors.toList());
    }
}
