// Properties draw their input from one seed, so that two runs of the tests are the same run. WEIR_SEED=7 draws anew.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['WEIR_SEED'] ?? 1) })
