@testable import Integration
