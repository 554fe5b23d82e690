package words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Counts the words of its input. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Count.of(text).forEach(word -> System.out.println(word.getValue() + " " + word.getKey()));
    }
}
