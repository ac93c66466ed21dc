//! Search by a few letters: the letters in order, better where they begin words or stand together.

/// How well `query` fits `text`, higher is better; none when a letter is missing. Without regard to case.
pub fn score(query: &str, text: &str) -> Option<i32> {
    let mut wanted = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).peekable();
    let mut score = 0;
    let mut run = 0;
    let mut word_start = true;
    for (i, c) in text.chars().enumerate() {
        let Some(&next) = wanted.peek() else { break };
        if c.to_lowercase().eq(std::iter::once(next)) {
            wanted.next();
            run += 1;
            score += 1 + 2 * run + if word_start { 6 } else { 0 } + if i == 0 { 4 } else { 0 };
        } else {
            run = 0;
        }
        word_start = !c.is_alphanumeric();
    }
    if wanted.peek().is_some() {
        return None;
    }
    // letters that stand together are meant more often than initials; of equal fits the shorter text
    let together = text.to_lowercase().find(&query.trim().to_lowercase());
    let bonus = together.map_or(0, |at| if at == 0 { 60 } else { 30 });
    Some(16 * (score + bonus) - text.chars().count() as i32)
}

/// Indices of the texts that fit, best first, at most `limit`.
pub fn search<'a>(query: &str, texts: impl Iterator<Item = &'a str>, limit: usize) -> Vec<usize> {
    let mut hits: Vec<(i32, usize)> =
        texts.enumerate().filter_map(|(i, t)| score(query, t).map(|s| (-s, i))).collect();
    hits.sort_unstable();
    hits.into_iter().take(limit).map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_come_first() {
        let texts = ["Save as...", "Show all periods", "SI ratios", "Retail sales", "Reset specification"];
        let best = |q: &str| search(q, texts.into_iter(), 5).first().map(|&i| texts[i]);
        assert_eq!(best("retail"), Some("Retail sales"));
        assert_eq!(best("si"), Some("SI ratios"));
        assert_eq!(best("sa"), Some("Save as..."));
        assert_eq!(best("xyz"), None);
        assert_eq!(search("", texts.into_iter(), 2).len(), 2);
    }
}
