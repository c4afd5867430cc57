/* A block of Philox4x32-10, the generator of Salmon, Moraes, Dror and Shaw (2011). */
inline uint4 philox(ulong key, ulong block) {
  uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = 0, c3 = 0;
  uint k0 = (uint)key, k1 = (uint)(key >> 32);
  for (int round = 0; round < 10; round++) {
    const uint h0 = mul_hi(0xD2511F53u, c0), l0 = 0xD2511F53u * c0;
    const uint h1 = mul_hi(0xCD9E8D57u, c2), l1 = 0xCD9E8D57u * c2;
    c0 = h1 ^ c1 ^ k0;
    c1 = l1;
    c2 = h0 ^ c3 ^ k1;
    c3 = l0;
    k0 += 0x9E3779B9u; /* golden ratio */
    k1 += 0xBB67AE85u; /* sqrt(3) - 1 */
  }
  return (uint4)(c0, c1, c2, c3);
}
