package io.ligature.benchmarks.peers;

import io.ligature.benchmarks.peers.Work.Elementwise;
import io.ligature.benchmarks.peers.Work.Inference;
import io.ligature.benchmarks.peers.Work.Product;
import io.ligature.benchmarks.peers.Work.Start;
import io.ligature.benchmarks.peers.Work.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Everything there is to do, in the order of the table.
final class Works {
  private Works() {}

  static List<Work> all() {
    var all = new ArrayList<Work>();
    for (int side : new int[] {64, 128, 256, 512, 1024, 2048}) {
      for (var kind : List.of("NN", "NT", "TN")) {
        all.add(new Product(side, side, side, kind));
      }
    }
    for (var kind : List.of("NN", "NT", "TN")) {
      all.add(new Product(64, 256, 784, kind)); // the first layer of MLP
    }
    all.add(new Product(1, 1024, 1024, "NN"));
    all.add(new Product(1, 1024, 1024, "NT"));
    for (var function : Work.Function.values()) {
      all.add(new Elementwise(function));
    }
    for (var net : Net.values()) {
      all.add(new Training(net, false));
    }
    all.add(new Training(Net.MLP, true));
    for (var net : List.of(Net.MLP, Net.LENET)) {
      all.add(new Inference(net, 1));
      all.add(new Inference(net, 64));
    }
    all.add(new Start(false));
    all.add(new Start(true));
    return all;
  }

  static List<Work> matching(String regex) {
    var pattern = Pattern.compile(regex);
    var found = all().stream().filter(work -> pattern.matcher(work.name()).find()).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "No work matches %s; there are %s."
              .formatted(regex, all().stream().map(Work::name).toList()));
    }
    return found;
  }

  static Work named(String name) {
    return all().stream().filter(work -> work.name().equals(name)).findFirst().orElseThrow();
  }
}
