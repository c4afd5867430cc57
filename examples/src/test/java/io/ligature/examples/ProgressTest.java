package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  @ParameterizedTest(name = "{0} epochs: lines after {1}")
  @CsvSource({"1, '1'", "3, '1,2,3'", "7, '2,4,6,7'", "20, '4,8,12,16,20'"})
  void withoutATerminalThereAreAtMostFiveLinesAndTheLastEpochIsOne(int epochs, String after) {
    var text = new StringWriter();
    try (var progress = Progress.lines(epochs, new PrintWriter(text))) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        progress.epoch(epoch, 0.25);
      }
    }
    var expected =
        List.of(after.split(",")).stream()
            .map(epoch -> "epoch %s of %d: loss 0.2500".formatted(epoch, epochs))
            .toList();
    assertEquals(expected, text.toString().lines().toList());
  }

  @Test
  void onATerminalABarFillsUpAndHasTheLossBehindIt() {
    var drawn = new ArrayList<String>();
    try (var progress = Progress.bar(2, recorder(drawn))) {
      progress.step();
      progress.step();
      progress.epoch(1, 0.25);
    }
    var last = drawn.getLast();
    assertTrue(last.contains("training") && last.contains("100%") && last.contains("2/2"), last);
    assertTrue(last.contains("loss 0.2500"), last);
  }

  private static ProgressBarConsumer recorder(List<String> drawn) {
    return new ProgressBarConsumer() {
      @Override
      public int getMaxRenderedLength() {
        return 120;
      }

      @Override
      public void accept(String bar) {
        drawn.add(bar);
      }

      @Override
      public void close() {}
    };
  }
}
