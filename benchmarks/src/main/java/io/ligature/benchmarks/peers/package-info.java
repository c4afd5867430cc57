/// Ligature beside other libraries: the same work, data and threads, in turns.
///
/// [Peers] is the command, [Work] what is done, [Rival] whoever does it, [Lap] the process in which
/// it is done. The rivals other than [Ligature] are compiled with the profile `peers` alone.
package io.ligature.benchmarks.peers;
