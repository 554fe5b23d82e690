use std::io::{self, Read};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    for (word, times) in words::count(&text) {
        println!("{times} {word}");
    }
    Ok(())
}
