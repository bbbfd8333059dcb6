/**
 * Primitive polynomials and direction numbers of the Sobol sequence in dimensions 2 to 161: the first rows of the table
 * new-joe-kuo-6 of Joe & Kuo, "Constructing Sobol sequences with better two-dimensional projections" (SIAM J. Sci.
 * Comput. 30, 2008). `sobol-directions-beyond.ts` has the other rows.
 *
 * Copyright (c) 2008, Frances Y. Kuo and Stephen Joe. All rights reserved.
 *
 * Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
 * following conditions are met:
 *
 * - Redistributions of source code must retain the above copyright notice, this list of conditions and the following
 *   disclaimer.
 * - Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
 *   disclaimer in the documentation and/or other materials provided with the distribution.
 * - Neither the names of the copyright holders nor the names of the University of New South Wales and the University of
 *   Waikato and its contributors may be used to endorse or promote products derived from this software without specific
 *   prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
 * LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT
 * SHALL THE COPYRIGHT HOLDERS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR
 * BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
 * (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 */

/** Dimensions of one polynomial degree, packed. */
export interface PackedDirections {
  readonly degree: number
  /** The number of dimensions whose polynomial has this degree. */
  readonly count: number
  /**
   * Bits, most significant first, six to a digit of {@link DIGITS}. For each dimension: the polynomial's inner
   * `degree` − 1 coefficients (the outer two are 1), then for k = 2 … `degree` the direction number m_k, which is odd and
   * below 2ᵏ, in k − 1 bits, without its last bit (m_1 is 1).
   */
  readonly bits: string
}

export const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Polynomials of degree 1 to 10: a tenth of the table, and enough for nearly all search spaces. */
export const DIRECTIONS: readonly PackedDirections[] = [
  { degree: 1, count: 1, bits: '' },
  { degree: 2, count: 1, bits: 'w' },
  { degree: 3, count: 2, bits: 'ZA' },
  { degree: 4, count: 2, bits: 'JM2' },
  { degree: 5, count: 6, bits: 'JKESJ3ZtANBXsv' },
  { degree: 6, count: 6, bits: 'DYeGj0qE24mOYrTszKU-' },
  { degree: 7, count: 18, bits: 'B9s-YnzHiHOOL5GgMaOmSOqcW-PVVmjzmImifeBIEHTJdlMxylO1gbq5bpGUJai3SuA3DYe97cbzH1Q7Q' },
  {
    degree: 8,
    count: 16,
    bits: 'HT-Zj0V3_r7AtKpZviaXaxhF79FoLMecfAnZQSUHM0UlR05x6ELLkOlyTo43rz7G1CFfhwwg3Vyxn7hCSPnFv_dXopatQg',
  },
  {
    degree: 9,
    count: 48,
    bits: 'CMuQvW7w20QbBCIQCiZYKrFosOez-RkVUPtFssVR2HO1L15soDvzTv00xG43Bs--8pO1vO2MUD47Lpq4BDFrX3ySSnVG4noVFKDUAUFSescH3tV8EqDKBVs7zDf_NeoL9i0_ZyQT6_dmhO3peZBtVjXVv1eggMNorHw8OcgxCJlOtGdXioHa__GI_HfaVZiRRALnxKmCi4OGT50Uy6RnCnq3vjKHrdFwydObBi7fI9G1KsWjYltnzLC84rnlDHjeC_nmaawHwgAhJIvced6nBvHaZltUHX3KSiXhruOtGpnZTlMVA3hO5v84heauphNyKWzsulpbh88cbqD-7_RJRLOmz9r6SD1J',
  },
  {
    degree: 10,
    count: 60,
    bits: 'Ak5CS4t7lBrRTf_obzCcaDr-NkrCxyXD4Wp7GX0mEQglwG-U9DKT9SICP_HKs-KIrjTBL_BUMUdIwE5_ENfAvjbqQ_OaoepdsunPNyeJYC4RP7bufX6DqQ0mEjONTARm33yOCaqSJP8-rW0TTHDchncNhTwdG0Wa3iUKkZWdpxGVfbWtCIFyWvF8hjJcdYRsXua3ZOY9SqVMqnJZaL7yQ8c4aGgLOL1kpcfZYOm0MmeVZU_PQVmffcL6QoH4fpyzKznqYhJnBvLuYkhUgO6FbiBiU1T-07dpjbMf5WDGCkPywyaj4kk6Tcfh7RYlpe_uL6DxnhFuAvjALn5-bEZNsvokZpZ-4iZrVObIS1ABsA2IgLd7OtLe4xoNVrt-FiVKPusv1a-TV3-hxZ7DOB_nNx3BPXnbz6yBYVEknMuzlxA708f00ZTJB8kul03YJt-WUm1QgM2xRbN1k98dhr4l2K_KT_X6u31U2elsfq42ye1jIwA5MusqaTXp7Fsj531wV9rlT9FRPP_Lz0X8y7a_gZhHY5ln',
  },
]
