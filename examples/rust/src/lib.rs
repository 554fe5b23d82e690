use std::collections::HashMap;

/// Each word and how often it stands there: the most frequent first, then by the alphabet.
pub fn count(text: &str) -> Vec<(String, usize)> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *times.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut words: Vec<_> = times.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}
