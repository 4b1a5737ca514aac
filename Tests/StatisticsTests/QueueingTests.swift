import Statistics
import Testing

@Suite struct QueueingTests {
    @Test(arguments: [0.1, 0.5, 0.99])
    func `one server waits as long as it is busy`(load: Double) {
        let wait = Queueing.erlangC(servers: 1, arrival: load * 4, service: 4)
        #expect(agree(wait.probability, load, within: 1e-14))
        #expect(agree(wait.mean, load / (4 - load * 4), within: 1e-12))
    }

    @Test func `two servers have a closed form`() {
        // C(2, a) = a² / (2 + a)
        let wait = Queueing.erlangC(servers: 2, arrival: 1.2, service: 1)
        #expect(agree(wait.probability, 1.44 / 3.2, within: 1e-14))
    }

    @Test func `another server never makes anybody wait longer`() {
        var previous = Queueing.Wait(probability: 1, mean: .infinity)
        for servers in 1...200 {
            let wait = Queueing.erlangC(servers: servers, arrival: 30, service: 0.5)
            #expect(wait.probability <= previous.probability && wait.mean <= previous.mean)
            previous = wait
        }
    }

    @Test func `the line grows without end when overloaded, and is empty without arrivals`() {
        let overloaded = Queueing.Wait(probability: 1, mean: .infinity)
        #expect(Queueing.erlangC(servers: 4, arrival: 8, service: 2) == overloaded)
        #expect(Queueing.erlangC(servers: 4, arrival: 1e300, service: 1e-300) == overloaded)
        #expect(Queueing.erlangC(servers: 4, arrival: 0, service: 2) == Queueing.Wait(probability: 0, mean: 0))
    }

    @Test(arguments: [Int.min, 0, 1_000_001, .max])
    func `a senseless number of servers gives no number`(servers: Int) {
        #expect(Queueing.erlangC(servers: servers, arrival: 1, service: 1).probability.isNaN)
    }

    @Test(arguments: hostileNumbers)
    func `hostile rates give a probability or no number`(arrival: Double) {
        for service in hostileNumbers {
            let wait = Queueing.erlangC(servers: 7, arrival: arrival, service: service)
            #expect(wait.probability.isNaN || (0...1).contains(wait.probability))
            #expect(wait.mean.isNaN || wait.mean >= 0)
        }
    }
}
