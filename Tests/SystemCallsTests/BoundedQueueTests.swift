import SystemCalls
import Testing

struct BoundedQueueTests {
    @Test func `a full queue keeps what it has and counts the rest, or lets the newest win`() {
        let keeping = BoundedQueue<Int>(limit: 3, overflow: .refuse)
        let renewing = BoundedQueue<Int>(limit: 3, overflow: .dropOldest)
        for number in 1...5 {
            keeping.offer(number)
            renewing.offer(number)
        }
        #expect(keeping.takeAll() == ([1, 2, 3], 2))
        #expect(renewing.takeAll() == ([3, 4, 5], 2))
        #expect(keeping.takeAll() == ([], 0))
    }

    @Test func `a closed queue takes nothing, gives what it has, and keeps nobody waiting`() {
        let queue = BoundedQueue<Int>(limit: 3, overflow: .refuse)
        queue.offer(1)
        queue.close()
        queue.offer(2)
        let begin = Clocks.monotonicSeconds()
        #expect(queue.take(seconds: 60) == 1)
        #expect(queue.take(seconds: 60) == nil)
        #expect(Clocks.monotonicSeconds() - begin < 30)
        #expect(!queue.isOpen)
    }

    @Test func `whoever waits is woken by what comes, and everything comes once`() {
        let queue = BoundedQueue<Int>(limit: 10_000, overflow: .refuse)
        let takers = (0..<4).map { _ in
            BackgroundWork {
                var sum = 0
                while let next = queue.take(seconds: 60) { sum += next }
                return sum
            }
        }
        for number in 1...5000 { queue.offer(number) }
        queue.close()
        #expect(takers.reduce(0) { $0 + $1.value } == 5000 * 5001 / 2)
    }

    @Test func `a wait ends when its time is over`() {
        let queue = BoundedQueue<Int>(limit: 1, overflow: .refuse)
        #expect(queue.take(seconds: 0.01) == nil && queue.isOpen)
    }
}
