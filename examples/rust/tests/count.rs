use words::count;

#[test]
fn most_frequent_first() {
    assert_eq!(count("one two TWO"), [("two".to_string(), 2), ("one".to_string(), 1)]);
}

#[test]
fn equals_by_the_alphabet() {
    assert_eq!(count("b a"), [("a".to_string(), 1), ("b".to_string(), 1)]);
}

#[test]
fn nothing() {
    assert!(count(" ,.\n").is_empty());
}
