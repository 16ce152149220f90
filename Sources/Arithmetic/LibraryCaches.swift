import CFLINT

/// The constants and memory pools that MPFR and FLINT keep for each thread.
public enum LibraryCaches {
    /// Frees those of the calling thread. Call it when a worker thread has finished; values stay valid.
    public static func releaseForThisThread() {
        mpfr_free_cache()
        flint_cleanup()
    }
}
