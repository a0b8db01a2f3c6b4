export const App = () => <main>Your devices</main>
