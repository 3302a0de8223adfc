//! Decimal numbers, written as a column of so many digits keeps them.

use crate::schema::Literal;

/// A number with `scale` digits behind the point, rounded half away from zero, as the servers do. What is no number stays
/// text.
pub(super) fn canonical(text: &str, scale: usize) -> Literal {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit()) || whole.len() + fraction.len() == 0 {
        return with_exponent(text, scale);
    }
    let mut kept: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(scale)).collect();
    if fraction.as_bytes().get(scale).is_some_and(|next| *next >= b'5') {
        round_up(&mut kept);
    }
    let (whole, fraction) = kept.split_at(kept.len() - scale);
    let text = |digits: &[u8]| digits.iter().map(|digit| char::from(*digit)).collect::<String>();
    let whole = text(whole).trim_start_matches('0').to_owned();
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    let number = if scale == 0 { whole } else { format!("{whole}.{}", text(fraction)) };
    let is_zero = number.chars().all(|c| matches!(c, '0' | '.'));
    Literal::Number(if is_zero { number } else { format!("{sign}{number}") })
}

fn with_exponent(text: &str, scale: usize) -> Literal {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && text.contains(['e', 'E']) => canonical(&value.to_string(), scale),
        Ok(_) | Err(_) => Literal::text(text),
    }
}

fn round_up(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}
