//! Bytes by which one instance of this program hands another what it has: numbers and texts, one after the other.
//! Both are of one build, so there is no version, and nothing is kept.

/// What is being packed.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    pub(crate) bytes: Vec<u8>,
}

impl Packer {
    pub(crate) fn number(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// Numbers, with how many they are.
    pub(crate) fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u32>) {
        self.number(numbers.len() as u64);
        self.bytes.reserve(numbers.len() * 4);
        for number in numbers {
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Rows of `N` numbers, with how many they are.
    pub(crate) fn rows<const N: usize>(&mut self, rows: impl ExactSizeIterator<Item = [u32; N]>) {
        self.number(rows.len() as u64);
        self.bytes.reserve(rows.len() * 4 * N);
        for number in rows.flatten() {
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    pub(crate) fn text(&mut self, text: &[u8]) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text);
    }
}

/// What is left to unpack; nothing comes of bytes that end too soon.
#[derive(Debug)]
pub(crate) struct Unpacker<'a> {
    left: &'a [u8],
}

impl<'a> Unpacker<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(length)?;
        self.left = left;
        Some(taken)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let (number, left) = self.left.split_first_chunk()?;
        self.left = left;
        Some(u64::from_le_bytes(*number))
    }

    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(crate) fn numbers(&mut self) -> Option<impl ExactSizeIterator<Item = u32> + use<'a>> {
        Some(self.rows()?.map(|[number]| number))
    }

    pub(crate) fn rows<const N: usize>(
        &mut self,
    ) -> Option<impl ExactSizeIterator<Item = [u32; N]> + use<'a, N>> {
        let length = self.length()?.checked_mul(4 * N)?;
        let (numbers, _) = self.take(length)?.as_chunks::<4>();
        let (rows, _) = numbers.as_chunks::<N>();
        Some(rows.iter().map(|row| row.map(u32::from_le_bytes)))
    }

    pub(crate) fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_and_nothing_of_what_is_cut_off() {
        let mut packer = Packer::default();
        packer.number(u64::MAX);
        packer.rows([[1, 2, u32::MAX], [4, 5, 6]].into_iter());
        packer.text("Zoë".as_bytes());
        packer.numbers([7, 8].into_iter());
        let unpack = |bytes| {
            let mut from = Unpacker::new(bytes);
            let first = (from.number()?, from.rows::<3>()?.collect::<Vec<_>>());
            Some((first, from.text()?.to_vec(), from.numbers()?.collect::<Vec<_>>()))
        };
        let bytes = packer.bytes;
        let first = (u64::MAX, vec![[1, 2, u32::MAX], [4, 5, 6]]);
        assert_eq!(unpack(&bytes), Some((first, "Zoë".as_bytes().to_vec(), vec![7, 8])));
        for length in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..length]), None, "of {length} bytes");
        }
    }
}
