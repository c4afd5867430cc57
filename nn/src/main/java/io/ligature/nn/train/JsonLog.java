package io.ligature.nn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// Writes an object of JSON an epoch, each on a line.
///
/// ```text
/// {"epoch":1,"step":100,"loss":0.9123,"val.loss":0.8512,"lr":0.001,"examples":3200,"seconds":1.25}
/// ```
///
/// What is not a finite number is null. A resumed training goes on with the file; one that begins
/// anew, begins it anew.
///
/// @see <a href="https://jsonlines.org">JSON Lines</a>
public final class JsonLog implements Callback {
  private final LogFile file;

  /// Writes to a file.
  public JsonLog(Path path) {
    file = new LogFile(path, Pattern.compile("^\\{\"epoch\":(\\d+),"));
  }

  @Override
  public void begin(Trainer trainer, long epochs, long batches) {
    file.begin(trainer.position().epoch());
  }

  @Override
  public void epoch(Trainer trainer, EpochReport report) {
    var members = new ArrayList<String>();
    members.add("\"epoch\":" + report.epoch());
    members.add("\"step\":" + report.step());
    report.values().forEach((name, value) -> members.add(quoted(name) + ":" + number(value)));
    members.add("\"examples\":" + report.examples());
    members.add("\"seconds\":" + number(report.seconds()));
    file.add("{" + String.join(",", members) + "}");
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private static String quoted(String name) {
    var text = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
