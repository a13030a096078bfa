const two = (number) => (number < 10 ? `0${number}` : String(number))
const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')
const iso = (date) => `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`

export default function map(booking) {
  const booked = new Date(booking.booked)
  const [arrivalDay, arrivalMonth, arrivalYear] = booking.arrival.split('-').map(Number)
  const [departureMonth, departureDay, departureYear] = booking.departure.split('/').map(Number)
  const arrival = new Date(Date.UTC(arrivalYear, arrivalMonth - 1, arrivalDay))
  const departure = new Date(Date.UTC(departureYear, departureMonth - 1, departureDay))
  const year = Number(booking.booked.slice(0, 4))
  return {
    number: `B${booking.id}`,
    booked: booking.booked.slice(0, 10),
    bookedAt: `${two(booked.getUTCHours())}:${two(booked.getUTCMinutes())}`,
    arrival: iso(arrival),
    departure: iso(departure),
    nights: (departure - arrival) / 86400000,
    month: months[booked.getUTCMonth()],
    weekday: days[booked.getUTCDay()],
    iso: booked.toISOString(),
    year,
    isWinter: ['12', '01', '02'].includes(booking.booked.slice(5, 7)),
    guests: booking.guests.map(({ first, last, born }) => {
      const date = new Date(born)
      return {
        name: `${last}, ${first}`,
        born: `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`,
        age: year - Number(born.slice(0, 4)),
      }
    }),
  }
}
