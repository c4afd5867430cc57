package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void doesEveryPartOnce(int threads) {
    try (var team = new Team(threads)) {
      for (int parts = 0; parts < 50; parts++) {
        var done = new AtomicIntegerArray(parts);
        team.run(parts, done::incrementAndGet);
        for (int i = 0; i < parts; i++) {
          assertEquals(1, done.get(i));
        }
      }
    }
  }

  @Test
  void manyThreadsShareAJob() {
    try (var team = new Team(3)) {
      var meeting = new CountDownLatch(3);
      var who = ConcurrentHashMap.newKeySet();
      team.run(
          3,
          _ -> {
            who.add(Thread.currentThread());
            meeting.countDown();
            awaitAll(meeting); // nobody leaves before three are here
          });
      assertEquals(3, who.size());
    }
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void helpersThatSleepAreWoken() throws InterruptedException {
    try (var team = new Team(2)) {
      for (int round = 0; round < 3; round++) {
        var meeting = new CountDownLatch(2);
        team.run(
            2,
            _ -> {
              meeting.countDown();
              awaitAll(meeting);
            });
        Thread.sleep(20);
      }
    }
  }

  @Test
  void aPartMayHaveAJobItself() {
    try (var team = new Team(2)) {
      var done = new AtomicIntegerArray(16);
      team.run(4, i -> team.run(4, j -> done.incrementAndGet(4 * i + j)));
      for (int i = 0; i < 16; i++) {
        assertEquals(1, done.get(i));
      }
    }
  }

  @Test
  void whatAPartThrowsReachesTheCallerAndTheTeamGoesOn() {
    try (var team = new Team(2)) {
      for (int round = 0; round < 20; round++) {
        int bad = round % 8;
        var error =
            assertThrows(
                IllegalStateException.class,
                () ->
                    team.run(
                        8,
                        i -> {
                          if (i == bad) {
                            throw new IllegalStateException("part " + i);
                          }
                        }));
        assertEquals("part " + bad, error.getMessage());
      }
    }
  }

  @Test
  void callersAtOnceAreAllServed() throws Exception {
    try (var team = new Team(2);
        var callers = Executors.newFixedThreadPool(4)) {
      var done = new AtomicIntegerArray(400);
      var answers = new ArrayList<Future<?>>();
      for (int caller = 0; caller < 4; caller++) {
        int base = 100 * caller;
        answers.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    int at = base + 2 * i;
                    team.run(2, part -> done.incrementAndGet(at + part));
                  }
                }));
      }
      for (var answer : answers) {
        answer.get(20, TimeUnit.SECONDS);
      }
      for (int i = 0; i < 400; i++) {
        assertEquals(1, done.get(i));
      }
    }
  }
}
