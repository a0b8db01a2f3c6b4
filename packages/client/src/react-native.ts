/**
 * The entry for React Native: the same, with hashes in JavaScript, since Hermes has no WebCrypto. It has no random
 * numbers either: `react-native-get-random-values` brings them, which aws-amplify needs too.
 */

import { platform } from './platform.js'
import { portableEngine } from './portable-engine.js'

platform.engine = async () => portableEngine

export * from './index.js'
