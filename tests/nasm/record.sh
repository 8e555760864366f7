#!/bin/sh
# Records NASM's bytes for every form in the instruction table again. Needs nasm, a JDK 25 (JAVA_HOME) and compiled classes (mvn test-compile).
set -e
cd "$(dirname "$0")/../.."
"${JAVA_HOME:?set JAVA_HOME}/bin/java" -cp toolchain/target/classes:toolchain/target/test-classes exo86.asm.NasmRecorder \
    toolchain/src/test/resources/exo86/asm/nasm-forms.tsv.gz
