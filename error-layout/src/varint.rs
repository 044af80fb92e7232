//! Variable-length integers: seven bits a byte, least significant first, the high bit set on every byte but the last (LEB128).

use alloc::vec::Vec;

/// Reads one number at `at`. Returns it and the position after it.
///
/// Missing bytes count as 0, so a damaged index is never read out of bounds.
#[must_use]
pub const fn read(bytes: &[u8], mut at: usize) -> (u32, usize) {
    let mut value = 0;
    let mut shift = 0;
    while at < bytes.len() && shift < u32::BITS {
        let byte = bytes[at];
        at += 1;
        value |= ((byte & 0x7f) as u32) << shift;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    (value, at)
}

/// Appends a number.
pub fn write(out: &mut Vec<u8>, mut value: u32) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_written_is_read_back() {
        for value in [0, 1, 127, 128, 300, 16_383, 16_384, 2_097_151, 1 << 28, u32::MAX] {
            let mut out = Vec::new();
            write(&mut out, value);
            assert_eq!(read(&out, 0), (value, out.len()));
        }
    }

    #[test]
    fn missing_bytes_end_the_number() {
        assert_eq!(read(&[0x80], 0), (0, 1));
        assert_eq!(read(&[], 7), (0, 7));
    }
}
