import Foundation
import Testing

@Suite("Completions of the shell")
struct CompletionTests {
  @Test("know every command", arguments: ["bash", "zsh", "fish"])
  func script(_ shell: String) throws {
    let outcome = try Tool.run(["--generate-completion-script", shell])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    for word in ["manifold", "import", "compare", "until", "slow"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }
}
