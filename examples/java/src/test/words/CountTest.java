package words;

/** Needs nothing but a JDK, so that the example needs no network. */
public final class CountTest {
    private CountTest() {}

    private static void expect(String text, String counted) {
        String found = Count.of(text).toString();
        if (!found.equals(counted)) throw new AssertionError(text + ": " + found + ", not " + counted);
    }

    public static void main(String[] arguments) {
        expect("one two TWO", "[two=2, one=1]");
        expect("b a", "[a=1, b=1]");
        expect(" ,.\n", "[]");
        System.out.println("3 passed");
    }
}
