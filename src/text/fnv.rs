//! The FNV-1a hash (Fowler, Noll and Vo, draft-eastlake-fnv), for short names of contents that are the same
//! in every build. It does not protect against somebody who looks for two contents with the same hash.

/// The hash of some bytes, with 32 bits.
pub fn fnv1a_32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// The hash of some bytes, with 64 bits.
pub fn fnv1a_64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
