/// Moments as RFC 3339 writes them; inside, they are milliseconds since 1970 in UTC.
package enum Timestamp {
    /// The years that RFC 3339 can write: 0000 to 9999.
    private static let writable = -62_167_219_200_000...253_402_300_799_999 as ClosedRange<Int64>

    /// For example `2026-11-20T13:31:21.042Z`; moments outside the years 0000 to 9999 become the nearest inside.
    package static func text(milliseconds: Int64) -> String {
        let moment = min(max(milliseconds, writable.lowerBound), writable.upperBound)
        let (days, time) = dividing(moment, by: 86_400_000)
        let date = CivilDate(daysSince1970: days)
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, 2) }
        let day = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        return "\(day)T\(clock.joined(separator: ":")).\(padded(time % 1000, 3))Z"
    }

    /// Reads any RFC 3339 moment; digits beyond milliseconds are dropped, a leap second is the first of the next minute.
    package static func milliseconds(_ text: String) -> Int64? {
        var scanner = DigitScanner(rest: Array(text.utf8)[...])
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), let date = CivilDate(year: year, month: month, day: day),
            scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(2), hour < 24, scanner.skip(":"),
            let minute = scanner.number(2), minute < 60, scanner.skip(":"),
            let second = scanner.number(2), second <= 60,
            let fraction = scanner.fraction(), let offset = scanner.offsetMinutes(), scanner.rest.isEmpty
        else { return nil }
        let minutes = (date.daysSince1970 * 24 + hour) * 60 + minute - offset
        return (minutes * 60 + second) * 1000 + fraction
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Division that rounds down, so that the remainder is never negative.
private func dividing(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// A day of the Gregorian calendar, extended to all years.
///
/// Both directions count in years that begin in March, so that the leap day is the last of its year. Then 400 years are
/// always 146 097 days, and the days before the *m*-th month (March is 0) are ⌊(153 *m* + 2) / 5⌋, for the months from
/// March on run 31, 30, 31, 30, 31 and again: 153 days in five months. Day 0 of that count is 0000-03-01, which is
/// 719 468 days before 1970-01-01.
private struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    private static let daysBefore1970: Int64 = 719_468
    private static let daysPer400Years: Int64 = 146_097

    /// Absent for a day that the calendar does not have.
    init?(year: Int64, month: Int64, day: Int64) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard 1...12 ~= month, 1...lengths[Int(month) - 1] ~= day else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    init(daysSince1970: Int64) {
        let (cycle, dayOfCycle) = dividing(daysSince1970 + Self.daysBefore1970, by: Self.daysPer400Years)
        // A year is 365 days, but for the leap days that every 4th year but not the 100th has brought so far.
        let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - Self.days(inYears: yearOfCycle)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - Self.days(inMonths: marchMonth) + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = cycle * 400 + yearOfCycle + (month < 3 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let marchMonth = month < 3 ? month + 9 : month - 3
        let (cycle, yearOfCycle) = dividing(month < 3 ? year - 1 : year, by: 400)
        let dayOfCycle = Self.days(inYears: yearOfCycle) + Self.days(inMonths: marchMonth) + day - 1
        return cycle * Self.daysPer400Years + dayOfCycle - Self.daysBefore1970
    }

    private static func days(inYears years: Int64) -> Int64 { years * 365 + years / 4 - years / 100 }
    private static func days(inMonths months: Int64) -> Int64 { (153 * months + 2) / 5 }
}

/// Reads the parts of a moment from its start.
private struct DigitScanner {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// Milliseconds; zero where there is no fraction.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let digits = rest.prefix(while: isDigit)
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        let first = digits.prefix(3) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
        return first.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    mutating func offsetMinutes() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard skip("+") || skip("-"), let hours = number(2), hours < 24, skip(":"), let minutes = number(2),
            minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
}
