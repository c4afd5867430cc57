import com.example.minimal.MinimalProvider;
import io.ligature.spi.BackendProvider;

/// A backend as small as one can be.
module com.example.minimal {
  requires io.ligature.api;

  provides BackendProvider with
      MinimalProvider;
}
