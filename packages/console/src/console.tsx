export const App = () => <main>Latchkey console</main>
