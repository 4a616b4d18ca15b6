package dev.kyoto.internal.driver;

/** A driver without I/O: workers just sleep. */
public final class ParkingDriver implements Driver {
    @Override
    public Parker newParker() {
        return new ThreadParker();
    }

    @Override
    public boolean poll() {
        return true;
    }

    @Override
    public void close() {}
}
