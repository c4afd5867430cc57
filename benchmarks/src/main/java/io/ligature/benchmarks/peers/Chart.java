package io.ligature.benchmarks.peers;

import io.ligature.benchmarks.peers.Results.Line;
import java.util.List;

/// The table as a picture: how far the best of the others is behind, on a scale of logarithms.
final class Chart {
  private static final int ROW = 18;
  private static final int LEFT = 220;
  private static final int RIGHT = 150;
  private static final int WIDTH = 890;
  private static final int TOP = 44;
  private static final double[] TICKS = {0.25, 0.5, 1, 2, 4, 8, 16, 32};
  private static final double LEAST = 0.2;
  private static final double MOST = 40;

  private Chart() {}

  /// {@return an SVG}
  ///
  /// @param rows as in the table: Ligature first in each
  static String of(List<List<Line>> rows) {
    var shown = rows.stream().filter(row -> Report.best(row).isPresent()).toList();
    int height = TOP + ROW * shown.size() + 12;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="16" font-size="13">Time of the fastest other library over Ligature's: right of 1, Ligature is ahead</text>
        """
            .formatted(WIDTH, height, LEFT));
    for (double tick : TICKS) {
      svg.append(
          """
          <line x1="%1$.1f" y1="%2$d" x2="%1$.1f" y2="%3$d" stroke="%4$s"/>
          <text x="%1$.1f" y="%5$d" text-anchor="middle" fill="#555">%6$s</text>
          """
              .formatted(
                  x(tick),
                  TOP - 6,
                  height - 8,
                  tick == 1 ? "#333" : "#ddd",
                  TOP - 10,
                  "%sx".formatted(number(tick))));
    }
    for (int i = 0; i < shown.size(); i++) {
      svg.append(bar(shown.get(i), TOP + i * ROW));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(List<Line> row, int y) {
    var ours = row.getFirst();
    var best = Report.best(row).orElseThrow();
    var ratio = best.over(ours);
    double from = Math.min(x(1), x(ratio.median()));
    double to = Math.max(x(1), x(ratio.median()));
    return """
    <text x="%d" y="%d" text-anchor="end">%s</text>
    <rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>
    <line x1="%.1f" y1="%d" x2="%.1f" y2="%10$d" stroke="#000"/>
    <text x="%.1f" y="%2$d" fill="#333">%.2f %s</text>
    """
        .formatted(
            LEFT - 8,
            y + 11,
            ours.work() + ", " + ours.threads() + " threads",
            from,
            y + 2,
            to - from,
            ROW - 6,
            ratio.median() >= 1 ? "#3a7d44" : "#c0504d",
            x(ratio.first()),
            y + ROW / 2 - 1,
            x(ratio.third()),
            Math.max(to, x(ratio.third())) + 6,
            ratio.median(),
            best.rival());
  }

  private static double x(double ratio) {
    double share = Math.log(Math.clamp(ratio, LEAST, MOST) / LEAST) / Math.log(MOST / LEAST);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static String number(double tick) {
    return tick < 1 ? Double.toString(tick) : Long.toString(Math.round(tick));
  }
}
