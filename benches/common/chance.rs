//! Numbers without a pattern that are the same in every run and on every machine: integers, and the few operations on floats that are
//! exact everywhere.

/// A throw of dice for one place: the same place and purpose always throw the same.
pub struct Dice(u64);

/// splitmix64.
fn mixed(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

impl Dice {
    pub fn new(purpose: u64, place: u64) -> Self {
        Self(mixed(mixed(purpose).wrapping_add(place)))
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// From 0 to `count - 1`.
    pub fn below(&mut self, count: usize) -> usize {
        (((self.roll() >> 32) * count as u64) >> 32) as usize
    }

    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Above 0, at most 1.
    pub fn unit(&mut self) -> f64 {
        ((self.roll() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two, most often near their geometric mean: the logarithm is the mean of three throws.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let place = (self.unit() + self.unit() + self.unit()) / 3.0;
        // The power by square roots, which are exact: one bit of the exponent each.
        let (mut root, mut value, mut bits) = (high / low, low, (place * 1024.0) as u32);
        while bits != 0 {
            root = root.sqrt();
            if bits & 512 != 0 {
                value *= root;
            }
            bits = (bits << 1) & 1023;
        }
        value
    }

    /// A rank of a list without an end, the frequency of which falls as its power of 1.8 (Zipf and Mandelbrot, as rare words do): of N
    /// draws, some `N^(1/1.8) = N^0.56` are different, times a constant, which the shift of 2,000 makes (Heaps).
    pub fn tail_rank(&mut self) -> u64 {
        let unit = self.unit();
        let stretched = 2_000.0 * (1.0 / (unit * unit.sqrt().sqrt()) - 1.0);
        stretched.min(1e15) as u64
    }
}

/// A list whose n-th entry is drawn in proportion to `1 / (n + 2.7)` (Zipf and Mandelbrot), counted from 1.
pub struct Ranks(Vec<u64>);

impl Ranks {
    pub fn new(count: usize) -> Self {
        let weight = |rank: u64| (1_u64 << 40) / (10 * rank + 27);
        let sums = (1..=count as u64).scan(0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        Self(sums.collect())
    }

    pub fn draw(&self, dice: &mut Dice) -> usize {
        let total = self.0.last().copied().unwrap_or(1);
        let at = ((u128::from(dice.roll()) * u128::from(total)) >> 64) as u64;
        self.0.partition_point(|sum| *sum <= at)
    }
}
